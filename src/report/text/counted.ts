import { grouped } from '../../json/index.ts'

/** `1 request`, `1,024 requests`. */
export const counted = (count: number, singular: string, plural = `${singular}s`): string =>
  `${grouped(count)} ${count === 1 ? singular : plural}`

/** The first names of many: `a, b and 7 more`. Lists all if there are at most `most`. */
export function listed(names: readonly string[], first: number, most = first): string {
  const shown = names.length <= most ? names : names.slice(0, first)
  return `${shown.join(', ')}${names.length > shown.length ? ` and ${grouped(names.length - shown.length)} more` : ''}`
}
