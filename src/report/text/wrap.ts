const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const COMBINING = /\p{Mn}|\p{Me}/u

/** The columns that a text takes in a terminal: East Asian characters and emoji take two, combining marks none. */
export function columnsOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length
  let columns = 0
  for (const character of text) columns += columnsOfCharacter(character)
  return columns
}

export const columnsOfCharacter = (character: string): number =>
  WIDE.test(character) ? 2 : COMBINING.test(character) ? 0 : 1

/**
 * Breaks a text that may have no spaces, such as a URL or compact JSON: after a separator if one is near the edge,
 * otherwise at the edge. Keeps every character.
 */
export function breakAnywhere(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const character of text) {
    const columns = columnsOfCharacter(character)
    if (used + columns > width && line !== '') {
      const end = bestCut(line, character)
      lines.push(line.slice(0, end))
      line = line.slice(end)
      used = columnsOf(line)
    }
    line += character
    used += columns
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line]
}

/** The best place to break a full line: after a separator in its last third, otherwise at its end. */
function bestCut(line: string, next: string): number {
  const separators = [...(line + next).matchAll(/[ /&?;]|,(?!\d)/g)]
  const end = separators.map(({ index }) => index + 1).findLast((index) => index <= line.length)
  return end !== undefined && end * 3 > line.length * 2 ? end : line.length
}

/** Breaks a text into lines of whole words. Only a word that is wider than a line is cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const [, spaces = '', word = ''] of text.matchAll(/( *)([^ ]+)/g)) {
    const candidate = line + (line === '' ? '' : spaces) + word
    if (columnsOf(candidate) <= width) {
      line = candidate
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = breakAnywhere(word, width)
    lines.push(...pieces.slice(0, -1))
    line = pieces.at(-1) ?? ''
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line]
}

/** Wraps a text after a label. Further lines are indented to the first word. */
export function wrapAfter(label: string, text: string, columns: number): string[] {
  const indent = columnsOf(label)
  const blank = ' '.repeat(indent)
  return wrap(text, Math.max(columns - indent, 16)).map((line, index) => `${index === 0 ? label : blank}${line}`)
}
