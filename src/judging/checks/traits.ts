import { isArray, isObject, writeJson } from '../../json/index.ts'
import { hazardsOf, type JudgedRequest } from '../messages/index.ts'
import { memberTraits, nameTraits, textTraits, valueTraits } from '../traits/index.ts'

const LARGE = 64 * 1024

/** Each round of follow-ups asks again about every request that was accepted; some have a megabyte to look through. */
const TRAITS = new WeakMap<JudgedRequest, ReadonlySet<string>>()

/**
 * What a request is like, one phrase a trait, each with its place: of parameters their texts, of the body everything.
 * `request.body: null` stands for any place in the body, `request.body /input: null` for what is below that property, and
 * `request.body /*: null` for what is below any property.
 */
export function traitsOf(judged: JudgedRequest): ReadonlySet<string> {
  const traits = TRAITS.get(judged) ?? allTraits(judged)
  TRAITS.set(judged, traits)
  return traits
}

function allTraits(judged: JudgedRequest): ReadonlySet<string> {
  const { parameters, body } = judged
  const traits = new Set<string>()
  for (const [key, value] of parameters)
    if (typeof value === 'string') for (const trait of textTraits(value)) traits.add(`request.${key}: ${trait}`)
  if (isObject(body)) {
    for (const [name, value] of Object.entries(body)) {
      for (const trait of nameTraits(name)) traits.add(`request.body: ${trait}`)
      const below = new Set(isObject(value) ? memberTraits(value) : valueTraits(value))
      if (isObject(value) && Object.values(value).some((member) => typeof member !== 'string'))
        below.add('a value that is no string')
      for (const trait of below) {
        traits.add(`request.body: ${trait}`).add(`request.body /${name}: ${trait}`)
        if (isObject(value) || isArray(value)) traits.add(`request.body /*: ${trait}`)
      }
    }
    if (writeJson(body).length > LARGE) traits.add('request.body: a large body')
  }
  for (const { place, name } of hazardsOf(judged)) traits.add(`request.${place}: ${name}`)
  return traits
}
