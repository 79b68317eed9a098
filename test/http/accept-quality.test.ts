import { expect, it } from 'vitest'
import { acceptQuality } from '../../src/http/index.ts'

// RFC 9110, 12.5.1: the most specific range says how much a media type is wanted.
it.each<[accept: string, mediaType: string, quality: number]>([
  ['text/csv', 'text/csv', 1],
  ['text/csv', 'TEXT/CSV; charset=utf-8', 1],
  ['text/csv', 'application/json', 0],
  ['text/*', 'text/csv', 1],
  ['text/*;q=0.5, text/csv;q=0.2, */*;q=0.1', 'text/csv', 0.2],
  ['text/*;q=0.5, text/csv;q=0.2, */*;q=0.1', 'text/html', 0.5],
  ['text/*;q=0.5, text/csv;q=0.2, */*;q=0.1', 'application/json', 0.1],
  ['*/*, text/csv;q=0', 'text/csv', 0],
  ['application/*+json', 'application/problem+json', 1],
  ['text/csv;header="a,b", application/json', 'application/json', 1],
  // What is no range, and what is no weight, says nothing.
  ['', 'text/csv', 1],
  ['anything', 'text/csv', 1],
  ['text/csv;q=much', 'text/csv', 1],
])('Accept: %s wants %s by %d', (accept, mediaType, quality) => {
  expect(acceptQuality(accept, mediaType)).toBe(quality)
})
