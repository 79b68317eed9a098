import { isAtEdge, parameterKey } from '../../contract/constraints/index.ts'
import type { Parameter } from '../../contract/model/index.ts'
import { equal, isArray, isObject, type Json, withValuesAt } from '../../json/index.ts'
import { edges, positive, uncovered } from '../generators/index.ts'
import { type Base, currentValue } from './base.ts'
import type { Change, Feature } from './draft.ts'
import { isCarried } from './parameter-wire.ts'

export function parameterFeatures(base: Base, inPath: boolean): Feature[] {
  const { judge } = base
  return judge.operation.parameters.flatMap((parameter) => {
    if ((parameter.in === 'path') !== inPath) return []
    const key = parameterKey(parameter)
    const label = `request.${key}`
    const place = { side: 'request', in: parameter.in, name: parameter.name } as const
    const current = currentValue(base, key)
    const isLeftOut = base.leftOut.some(({ change }) => change.in === 'parameter' && change.key === key)
    if (current === undefined || isLeftOut) return []
    const setTo = (value: Json): Change => ({ in: 'parameter', key, value })
    const unreached = new Set(
      judge
        .constraintsAt(place)
        .filter((constraint) => constraint.implied === undefined && constraint.pointer !== '')
        .filter((constraint) => !isAtEdge(constraint, current)),
    )
    const conforming = edges(judge.contract, [parameter.schema], current).flatMap((edge) => {
      const value = withValuesAt(current, edge.changes)
      if (value === undefined || !isCarried(judge, parameter, value)) return []
      if (judge.issues(place, parameter.schema, value).length > 0) return []
      // What is not sent by itself covers nothing.
      const { covers: _, ...rest } = edge
      const isRisky = base.guard.guards(key) && base.guard.naming(key, value) === 'anything'
      return [{ ...(isRisky ? rest : edge), value }]
    })
    const features = uncovered(conforming).flatMap(({ name, at, like, value }): Feature[] => {
      // Within a list or an object, no more than brings each constraint to its edge.
      const reached = [...unreached].filter((constraint) => isAtEdge(constraint, value))
      for (const reachedConstraint of reached) unreached.delete(reachedConstraint)
      if (at !== '' && reached.length === 0) return []
      const alike = like === undefined || at !== '' ? {} : { like: like.map(setTo) }
      return [{ name: `${label}${at === '' ? '' : ` ${at}`}: ${name}`, changes: [setTo(value)], ...alike }]
    })
    for (const [name, value] of together(base, parameter, current))
      if (isCarried(judge, parameter, value) && judge.issues(place, parameter.schema, value).length === 0)
        features.push({ name: `${label}: ${name}`, changes: [setTo(value)] })
    const absent: Feature = { name: `${label}: absent`, changes: [{ in: 'parameter', key, value: undefined }] }
    return parameter.required ? features : [...features, absent]
  })
}

/** Of an object all that is optional left out, some at a time; of a list all members of an enum. */
function together({ judge }: Base, { schema }: Parameter, current: Json): [name: string, value: Json][] {
  const { contract } = judge
  if (isObject(current)) {
    const barest = positive(contract, [schema], 'barest')
    const [first, ...rest] = Object.entries(current)
    if (!first || rest.length === 0 || barest === undefined || equal(barest, current)) return []
    // An object of nothing is as if there were none.
    if (isObject(barest) && !equal(barest, {}))
      return [
        ['barest', Object.fromEntries(Object.entries(barest).map(([name, value]) => [name, current[name] ?? value]))],
      ]
    return [
      [`${first[0]} alone`, Object.fromEntries([first])],
      [`without ${first[0]}`, Object.fromEntries(rest)],
    ]
  }
  if (!isArray(current)) return []
  const members = edges(contract, [schema], current).flatMap(({ name, at, changes }) =>
    at === '/0' && name.startsWith('enum ') ? (changes[0]?.value ?? []) : [],
  )
  return members.length === 0 ? [] : [['every member', members]]
}
