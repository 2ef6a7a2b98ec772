/** What the canvas shows and says, and the names of the shortcuts. */
export const canvas = {};
