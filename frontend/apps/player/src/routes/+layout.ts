// The page is drawn in the browser only; the leaf sends files.
export const ssr = false;
export const prerender = false;
