import type { MediaType } from '../../contract/model/index.ts'
import { mediaTypeMatches } from '../../http/index.ts'

/** The entry of `content` for a media type: the one that names it rather than a range (OpenAPI, "Media Type Object"). */
export function documentedMedia(content: readonly MediaType[], mediaType: string): MediaType | undefined {
  const matching = content.filter(({ name }) => mediaTypeMatches(name, mediaType))
  return matching.find(({ name }) => !name.includes('*')) ?? matching[0]
}
