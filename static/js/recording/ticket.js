// Asks whether the portal answers and who is signed in there, and gives every form of the page a token that holds, also
// after somebody signed in again in another tab.

const PATIENCE = 8000; // ms until a server that does not answer counts as away

/** `person` is the key of who is signed in, or empty. Fails where nothing answers. */
export async function askTicket() {
  const { ticketUrl } = document.querySelector("[data-queue]").dataset;
  const answer = await fetch(ticketUrl, { cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) });
  if (!answer.ok) throw new Error(String(answer.status));
  const ticket = await answer.json();
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = ticket.token;
  return ticket;
}
