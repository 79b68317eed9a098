import { escapeUnsafe } from '../text/index.ts'

/**
 * Foreign text as inline Markdown (GFM): nothing in it is markup, a link, or the end of a table's cell. It must not
 * begin a line, where a number or a dash would be a list.
 */
export const markdownText = (text: string): string =>
  escapeUnsafe(text)
    .replace(/[\\`*[\]<>|~&$#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=\/\/)|(?<=\bwww)\.|@/gi, '\\$&')
    // An escape does not hide an address from what GitHub does afterwards.
    .replaceAll('\\@', '&#64;')

/** The same as code; the fence is longer than any within. */
export function markdownCode(text: string): string {
  const safe = escapeUnsafe(text).replaceAll('|', '\\|')
  const fence = fenceAround(safe, 1)
  const space = /^[` ]|[` ]$/.test(safe) || safe === '' ? ' ' : ''
  return `${fence}${space}${safe}${space}${fence}`
}

/** Lines without unsafe characters, as a block of code. */
export function markdownBlock(language: string, lines: readonly string[]): string[] {
  const fence = fenceAround(lines.join('\n'), 3)
  return [`${fence}${language}`, ...lines, fence]
}

function fenceAround(text: string, least: number): string {
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length)
  return '`'.repeat(Math.max(least, runs.reduce((most, run) => Math.max(most, run), 0) + 1))
}
