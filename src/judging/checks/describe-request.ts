import { shortId } from '../../contract/constraints/index.ts'
import { byVerdict, type Issue } from '../messages/index.ts'
import type { Exchange } from './check.ts'

const CARRIED: { readonly [C in Exclude<Exchange['credentials'], 'configured'>]: string } = {
  none: 'carries no credentials',
  wrong: 'carries wrong credentials',
  empty: 'carries empty credentials',
  cut: 'carries credentials without their last character',
  recased: 'carries credentials with their letters in the other case',
}

/** What the request was, to follow "a request that". */
export function describeRequest({ judged, credentials }: Exchange): string {
  if (credentials !== 'configured') return CARRIED[credentials]
  return byVerdict(judged, {
    conforming: () => 'keeps every constraint',
    tolerated: ({ hazards }) => `has ${[...new Set(hazards.map(({ name }) => withArticle(name)))].join(' and ')}`,
    breaking: ({ issues: [issue] }) => `breaks ${shortId(issue.constraint)}`,
    malformed: ({ issue }) => describeMalformed(issue),
    'other method': () => 'uses a method that the path does not document',
    'other path': () => 'has an empty path segment',
    unjudged: () => 'cannot be judged',
  })
}

const withArticle = (hazard: string): string =>
  /^(?:an? |bytes |great )/.test(hazard) ? hazard : `${/^[aeiou]/.test(hazard) ? 'an' : 'a'} ${hazard}`

function describeMalformed({ constraint, class: name, received }: Issue): string {
  if (constraint.kind !== 'mediaType') return `sends ${received}`
  return name === 'absent' ? 'has no Content-Type' : `has the Content-Type ${received}`
}
