/** Headers of files of a build. Those that say what a page may do would weigh on each of them for nothing. */
export const fileSecurityHeaders = {
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "same-origin",
} as const;

/** Headers of every other response, of pages and of the interface. */
export const securityHeaders = {
  ...fileSecurityHeaders,
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "X-Frame-Options": "DENY",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
  "Cross-Origin-Opener-Policy": "same-origin",
} as const;

/** Further headers of paths under /api: none is a page, so a browser that opens one must run nothing. */
export const apiSecurityHeaders = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
} as const;
