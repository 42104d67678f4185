"""What may still happen to a published tour: another carrier takes it with its consignment note, or it is taken off."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch.delivery.consignments import Carrier, consignment_pdf, consignment_row, hand_over
from dispatch.errors import DispatchError, InvalidInputError, NotFoundError
from dispatch.invoicing.releasing import withdraw_tour
from dispatch.invoicing.withdrawals import withdrawal_of
from dispatch.web.error_words import words_for
from dispatch.web.language import gettext as _
from dispatch.web.pages.documents import pdf_answer
from dispatch.web.shell import reading, transaction

bp = Blueprint("departing", __name__)


@bp.get("/tours/<int:tour_id>/consignment")
def consignment(tour_id: int) -> Response:
    """Both copies of the tour's consignment note."""
    with reading() as session:
        number, data = consignment_pdf(session, tour_id)
    return pdf_answer(data, number)


@bp.get("/tours/<int:tour_id>/carrier")
def carrier(tour_id: int) -> ResponseReturnValue:
    """The form that gives the tour to a hired carrier."""
    return _carrier(tour_id)


@bp.post("/tours/<int:tour_id>/carrier")
def give(tour_id: int) -> ResponseReturnValue:
    """Give the tour to a hired carrier: a new consignment note."""
    try:
        with transaction() as session:
            hand_over(
                session,
                tour_id,
                Carrier(
                    request.form.get("carrier", "").strip()[:255],
                    "".join(request.form.get("siren", "").split())[:16],
                    request.form.get("address", "").strip()[:500],
                ),
            )
    except NotFoundError:
        raise
    except InvalidInputError as error:
        said = _(
            "Il faut le nom, l’adresse et le SIREN (neuf chiffres, ou le n° de TVA) du transporteur : arrêté du 9 novembre 1999."
        )
        return _carrier(tour_id, said), error.http_status
    except DispatchError as error:
        said = _("Une lettre de voiture accompagne une tournée publiée qui n’est pas finie.")
        return _carrier(tour_id, said), error.http_status
    return redirect(url_for("departing.carrier", tour_id=tour_id), 303)


@bp.get("/tours/<int:tour_id>/withdraw")
def confirm(tour_id: int) -> ResponseReturnValue:
    """What taking the tour off will do, or did."""
    return _withdrawal(tour_id)


@bp.post("/tours/<int:tour_id>/withdraw")
def withdraw(tour_id: int) -> ResponseReturnValue:
    """Take the tour off."""
    try:
        with transaction() as session:
            withdraw_tour(session, tour_id, request.form.get("reason", "").strip()[:255])
    except NotFoundError:
        raise
    except InvalidInputError as error:
        return _withdrawal(
            tour_id, _("Dites pourquoi : le motif est inscrit au journal et sur les avoirs.")
        ), error.http_status
    except DispatchError as error:
        return _withdrawal(tour_id, " ".join(words_for(error.http_status, error.code))), error.http_status
    return redirect(url_for("departing.confirm", tour_id=tour_id), 303)


def _carrier(tour_id: int, problem: str = "") -> str:
    with reading() as session:
        tour = withdrawal_of(session, tour_id)
        known = consignment_row(session, tour_id)
    return render_template("tour_carrier.html", tour=tour, known=known, problem=problem, form=request.form)


def _withdrawal(tour_id: int, problem: str = "") -> str:
    with reading() as session:
        tour = withdrawal_of(session, tour_id)
    return render_template("tour_withdraw.html", tour=tour, problem=problem, reason=request.form.get("reason", ""))
