import { clip } from './legible.ts'
import { columnsOf } from './wrap.ts'

const GAP = '  '

/**
 * Lays out rows as lines. The first column is aligned left, the others right. If the lines are wider than `columns`,
 * the first column is cut.
 */
export function table(rows: readonly (readonly [string, ...string[]])[], columns = Number.POSITIVE_INFINITY): string[] {
  const count = Math.max(0, ...rows.map(({ length }) => length))
  const widths = Array.from({ length: count }, (_, index) =>
    Math.max(...rows.map((row) => columnsOf(row[index] ?? ''))),
  )
  const room = columns - widths.slice(1).reduce((sum, width) => sum + GAP.length + width, 0)
  const width = Math.min(widths[0] ?? 0, room)
  return rows.map(([first, ...cells]) =>
    [padEnd(clip(first, width), width), ...cells.map((cell, index) => padStart(cell, widths[index + 1] ?? 0))].join(
      GAP,
    ),
  )
}

/** Adds blanks after a text up to a width in columns. */
export const padEnd = (text: string, width: number): string => text + blanks(text, width)

/** Adds blanks before a text up to a width in columns. */
export const padStart = (text: string, width: number): string => blanks(text, width) + text

const blanks = (text: string, width: number): string => ' '.repeat(Math.max(width - columnsOf(text), 0))
