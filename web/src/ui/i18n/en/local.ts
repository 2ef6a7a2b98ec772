/** What only the engine on this computer can do: guide lines, the protected area, people. */
export const local = {
  protect: {
    heading: 'Protected area',
    empty: 'Nothing is protected yet',
    hint: 'Hatched in the photo. A fill never copies from here, so the product is not repeated in the gap.',
    find: 'Find product',
    clearLong: 'Clear protected area',
    show: 'Show the hatch',
    edit: 'Paint on it',
  },
  looking: {
    into: 'Into the mask',
    replace: 'Replace',
    add: 'Add',
    subtract: 'Subtract',
    product: 'Looking for the product…',
    people: 'Looking for people…',
    loading: 'Fetching the people detector, once: {loaded} of {total} MB',
  },
  guides: {
    hint: 'Draw a line through the hole, from clear photo to clear photo, along an edge that should go on: a table edge, a skirting board, a horizon.',
    remove: 'Delete line',
    clear: 'Clear lines',
    notHere: 'Only the engine on this computer follows guide lines.',
  },
};
