// Replaces "server-only" in tests, which run neither in a browser nor in a bundler.
export {};
