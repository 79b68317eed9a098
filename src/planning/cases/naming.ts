import type { Contract } from '../../contract/model/index.ts'

/** What a value may name: something that the user gives, or that the document lists, nothing, or something unknown. */
export type Naming = 'given' | 'listed' | 'nothing' | 'anything'

/** Ids of requests, callers and the like name nothing that is there. */
const OF_NO_THING = /(?:request|client|correlation|transaction|trace|session)[-_]?(?:id|uuid|guid)s?$/i

/** Whether a query parameter picks things by their ids, or by those of what they belong to: `id`, `petId`, `tenant_ids`. */
export const picksThings = (name: string): boolean =>
  !OF_NO_THING.test(name) &&
  (/(?:^|[-_])(?:id|uuid|guid)s?$/i.test(name) || /[a-z](?:Id|ID|Uuid|UUID|Guid|GUID)s?$/.test(name))

/**
 * Whether a member of a body says which thing it is: its `id` or, at `/pets`, its `petId`. Another id is that of
 * something else.
 */
export function namesThing(path: string, member: string): boolean {
  const plain = (text: string): string => text.replace(/[^A-Za-z0-9]/g, '').toLowerCase()
  const collection = path.split('/').findLast((segment) => segment !== '' && !segment.includes('{')) ?? ''
  const thing = plain(collection).replace(/ies$/, 'y').replace(/s$/, '')
  const [, owner] = /^(.*?)(?:id|uuid|guid)s?$/.exec(plain(member)) ?? []
  return owner === '' || (owner !== undefined && owner === thing)
}

/** Whether a path is that of all things of a kind: things can be made at it, or each has a path below it. */
export function isCollection({ operations }: Pick<Contract, 'operations'>, path: string): boolean {
  const plain = path.replace(/\/$/, '')
  const isItem = (other: string): boolean =>
    other.startsWith(`${plain}/{`) && !other.slice(plain.length + 1).includes('/')
  return (
    !plain.endsWith('}') &&
    operations.some((other) => isItem(other.path) || (other.path === path && other.method === 'POST'))
  )
}
