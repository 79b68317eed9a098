import type { Operation } from '../../contract/model/index.ts'

/** A media type of a success, as documented, with the status that has it first. */
export interface AskedMedia {
  readonly status: string
  readonly mediaType: string
}

/**
 * The media types that an operation may succeed with, if there are several: a deployment chooses among those that a
 * request accepts, so that each shows only if it is asked for alone (RFC 9110, 12.5.1).
 */
export function askedMedia({ method, responses }: Operation): AskedMedia[] {
  // An answer to HEAD has no content to judge.
  if (method === 'HEAD') return []
  const asked = new Map<string, AskedMedia>()
  for (const { status, content } of responses.filter((response) => /^2/.test(response.status)))
    for (const { name } of content) {
      const essence = name.replace(/;.*/s, '').trim().toLowerCase()
      if (!asked.has(essence)) asked.set(essence, { status, mediaType: name })
    }
  const all = [...asked.values()]
  return all.length > 1 ? all.filter(({ mediaType }) => !mediaType.startsWith('*/')) : []
}
