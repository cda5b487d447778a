export const cardWidth = 264;
const headHeight = 56;
const numbersHeight = 47;
const exitsHeight = 37;
const problemRowHeight = 36;
const exitInset = 10;
const exitGap = 6;
/** Below this width a name and a share no longer fit side by side, so the card grows instead. */
const narrowestExit = 56;

type CardShape = { exits: number; hasNumbers: boolean; hasProblem: boolean };

/** Size of a step's card in canvas units; the drawn card, the server's picture and the tidy layout all rely on it. */
export function cardSize({ exits, hasNumbers, hasProblem }: CardShape): { width: number; height: number } {
  const needed = exitInset * 2 + exits * narrowestExit + Math.max(0, exits - 1) * exitGap;
  const lower = exits > 1 ? exitsHeight : hasNumbers ? numbersHeight : 0;
  return {
    width: exits > 1 ? Math.max(cardWidth, needed) : cardWidth,
    height: headHeight + lower + (hasProblem ? problemRowHeight : 0),
  };
}

/** Cards stand on a grid of this size. */
export const gridSize = 20;
/** So far a handle may leave the middle of its exit to stand on the grid, so that a card right below it gets a straight path. */
const mostShift = 4;

/** Where the handle of exit `index` sits on the lower edge, measured from the card's left. */
export function exitOffset(index: number, exits: number, width: number): number {
  if (exits <= 1) return width / 2;
  const exitWidth = (width - exitInset * 2 - exitGap * (exits - 1)) / exits;
  const middle = exitInset + exitWidth / 2 + index * (exitWidth + exitGap);
  const onGrid = width / 2 + Math.round((middle - width / 2) / gridSize) * gridSize;
  return Math.abs(onGrid - middle) <= mostShift ? onGrid : middle;
}
