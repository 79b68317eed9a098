import type { Finding, LedgerRow } from '../results/index.ts'

/** Where the contract says it: `contract.yaml:23`, or with a pointer where no line is known. */
export const sourcePlace = ({ file, pointer, line }: LedgerRow['source']): string =>
  line === undefined ? `${file}#${pointer}` : `${file}:${line}`

/** A Windows drive is a letter, a scheme more. */
export const isUrl = (file: string): boolean => /^[a-z][a-z\d+.-]+:/i.test(file)

/** The path of a source's file with forward slashes, on every system. */
export const slashed = (file: string): string => file.replaceAll('\\', '/')

/** A source's file as a URI reference (RFC 3986): a relative path stays one. */
export function sourceFileUri(file: string): string {
  const text = file.toWellFormed()
  if (isUrl(text)) return URL.canParse(text) ? new URL(text).href : encodeURI(text)
  const path = slashed(text)
    .split('/')
    .map((segment) => encodeURIComponent(segment))
    .join('/')
  if (/^[a-z]%3A\//i.test(path)) return `file:///${path.replace('%3A', ':')}`
  return path.startsWith('/') ? `file://${path}` : path
}

/**
 * Tells where the contract says what a finding is about: at its constraint; for a case, which breaks none, at the method
 * of its operation.
 */
export function findingLocator(rows: readonly LedgerRow[]): (finding: Finding) => LedgerRow['source'] | undefined {
  const byId = new Map(rows.map((row) => [row.id, row.source]))
  return ({ subject, operation }) =>
    byId.get(subject.kind === 'constraint' ? subject.constraint : `${operation} request method`)
}
