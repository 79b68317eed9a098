import { clip } from './legible.ts'
import { columnsOf } from './wrap.ts'

const GAP = '  '

/**
 * Rows as lines: the first cell of each to the left, the others to the right. What is too wide for so many columns is
 * cut off the first cells.
 */
export function table(rows: readonly (readonly [string, ...string[]])[], columns = Number.POSITIVE_INFINITY): string[] {
  const count = Math.max(0, ...rows.map(({ length }) => length))
  const widths = Array.from({ length: count }, (_, index) =>
    Math.max(...rows.map((row) => columnsOf(row[index] ?? ''))),
  )
  const room = columns - widths.slice(1).reduce((sum, width) => sum + GAP.length + width, 0)
  const width = Math.min(widths[0] ?? 0, room)
  return rows.map(([first, ...others]) =>
    [padEnd(clip(first, width), width), ...others.map((cell, index) => cell.padStart(widths[index + 1] ?? 0))].join(
      GAP,
    ),
  )
}

/** Blanks after a text, up to so many columns. */
export const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(width - columnsOf(text), 0))
