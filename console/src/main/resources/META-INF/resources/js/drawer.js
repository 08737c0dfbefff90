// Vaadin's layout takes the start of any move within its drawer for a move of the drawer, and measures nothing until that ends.
// A link that is replaced while it fades never ends its move: the page then lay under the bar and the drawer for good. What
// moves within the drawer is nobody else's business.
for (const type of ['transitionstart', 'transitionend']) {
  document.addEventListener(
    type,
    (event) => {
      if (event.target.closest?.('[slot="drawer"]')) event.stopPropagation();
    },
    true,
  );
}
