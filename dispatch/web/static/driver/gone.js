// A code that opens nothing: what this phone has not sent yet still leaves, and says so.

import { flush, isOpen, items } from "./queue.js";

if ((await items()).some(isOpen)) document.getElementById("unsent").hidden = false;
flush({ now: true });
