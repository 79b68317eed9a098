import { type Json, type JsonObject, jsonSize } from '../../json/index.ts'
import { lettersOf } from './text.ts'

/** Names like one, each another: its digits counted on or, of letters alone, with letters behind it too. */
const counted = (name: string): ((index: number) => string)[] => {
  const stem = name.replace(/\d+$/, '')
  const digits = (index: number): string => `${stem}${index}`
  return /^[A-Za-z]+$/.test(name) ? [digits, (index) => name + lettersOf(index)] : [digits]
}

/**
 * Objects with so many properties, those of `object` among them: further ones are like its last one that the document
 * does not name or, if there is none, what any object may have. Whether they fit is for the caller to ask. None if they
 * would take more bytes than `most`, which are counted before they are made.
 */
export function crowds(
  object: JsonObject,
  isNamed: (name: string) => boolean,
  { size, most }: { readonly size: number; readonly most: number },
): JsonObject[] {
  const [name, value] = Object.entries(object).findLast(([candidate]) => !isNamed(candidate)) ?? ['x0', 'a']
  const missing = Math.max(0, size - Object.keys(object).length)
  // A name with its digits, quotes, colon and comma.
  const each = jsonSize(value, most) + name.replace(/\d+$/, '').length + String(missing).length + 3
  if (jsonSize(object, most) + missing * each > most) return []
  return counted(name).map((nameOf) => {
    const further: [string, Json][] = []
    for (let index = 0; further.length < missing; index++)
      if (!Object.hasOwn(object, nameOf(index)) && !isNamed(nameOf(index))) further.push([nameOf(index), value])
    // Entries, so that `__proto__` stays a name like any other.
    return Object.fromEntries([...Object.entries(object), ...further])
  })
}
