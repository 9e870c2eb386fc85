import { registerHooks } from "node:module";

// Handlers of the interface are marked `server-only`. Outside Next's bundle that package throws unless a module is
// resolved for the server, so it alone gets that condition: for the whole process, React would lack its browser half.
registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === "server-only"
      ? nextResolve(specifier, { ...context, conditions: [...context.conditions, "react-server"] })
      : nextResolve(specifier, context),
});
