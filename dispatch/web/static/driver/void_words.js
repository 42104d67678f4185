// «Sous réserve de déballage» and its like: said while the customer is still there. The pattern is the depot's own.

/** Lower case without accents; curly apostrophes straight, blanks single. */
export function plain(words) {
  return words
    .replaceAll("’", "'")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/\s+/g, " ");
}

export const isVoid = (words, pattern) => new RegExp(pattern).test(plain(words));
