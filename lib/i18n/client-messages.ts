import { messages } from "./messages.ts";

const { credits, devicesLab, errors, kinds, network, order, quote, shell, signIn, store, tools } = messages;

/** The texts that a browser is sent with every page, for its client components. What only the server renders stays there. */
export const pageMessages = {
  credits: { debt: credits.debt, total: credits.total },
  errors,
  kinds,
  network,
  order: { late: order.late },
  quote,
  shell,
  signIn: { example: signIn.example },
  store: { opening: store.opening, repaying: store.repaying },
};

/** The same for the page of a tool. */
export const toolMessages = { ...pageMessages, tools };

/** The same for the devices lab. */
export const labMessages = { ...toolMessages, devicesLab };
