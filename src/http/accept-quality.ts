import { listElements } from './list-elements.ts'
import { mediaTypeMatches, parseMediaType } from './media-type.ts'

const ANY = '*/*'

/**
 * How much an `Accept` wants a media type, from 0 to 1: the most specific range that it is in says so, and what is in
 * none is not wanted (RFC 9110, 12.5.1). Parameters decide nothing. A header without any range accepts everything.
 */
export function acceptQuality(accept: string, mediaType: string): number {
  const ranges = listElements(accept).flatMap((element) => parseMediaType(element.trim()) ?? [])
  if (ranges.length === 0) return 1
  const fitting = ranges.filter(({ essence }) => mediaTypeMatches(essence, mediaType))
  const most = Math.max(...fitting.map(({ essence }) => specificity(essence)))
  return Math.max(
    0,
    ...fitting
      .filter(({ essence }) => specificity(essence) === most)
      .map(({ parameters }) => weight(parameters.get('q'))),
  )
}

const specificity = (range: string): number =>
  range === ANY ? 0 : range.endsWith('/*') ? 1 : range.includes('*') ? 2 : 3

const weight = (text = '1'): number => (/^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : 1)
