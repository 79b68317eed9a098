import { codePointLength, isArray, isObject, type Json } from '../../json/index.ts'
import { hazardsOf, type JudgedRequest } from '../messages/index.ts'

/** What a text may be like that a program stumbles over, plainest first. */
const TEXTS: readonly (readonly [trait: string, test: (text: string) => boolean])[] = [
  ['an empty string', (text) => text === ''],
  ['a dot', (text) => text.includes('.')],
  ['a space', (text) => text.includes(' ')],
  ['a quote', (text) => /["'`]/.test(text)],
  ['a percent sign', (text) => text.includes('%')],
  ['a slash', (text) => /[/\\]/.test(text)],
  ['template marks', (text) => /[$#{]\{|<%/.test(text)],
  ['text that looks like JSONPath', (text) => /^\$[.[]/.test(text)],
  ['Latin-1 text', (text) => /[\u00a0-\u00ff]/.test(text)],
  ['text outside Latin-1', (text) => /[\u0100-\ud7ff\ue000-\uffff]/.test(text)],
  ['text outside the BMP', (text) => /[\ud800-\udbff][\udc00-\udfff]/.test(text)],
  ['control characters', (text) => /[\u0001-\u001f\u007f-\u009f]/.test(text)],
  ['a NUL character', (text) => text.includes('\u0000')],
  ['a long string', (text) => codePointLength(text) > 500],
]

const NAMES: readonly (readonly [trait: string, test: (name: string) => boolean])[] = [
  ['an empty name', (name) => name === ''],
  ['a numeric name', (name) => /^-?\d+$/.test(name)],
  ['a name that JavaScript knows', (name) => name in {} || name === 'prototype' || name === 'length'],
  ['a long name', (name) => name.length > 100],
]

const NUMBERS: readonly (readonly [trait: string, test: (number: number) => boolean])[] = [
  ['a number', () => true],
  ['a fraction', (number) => !Number.isInteger(number)],
  ['a negative number', (number) => number < 0],
  ['a number over 32 bits', (number) => Math.abs(number) > 0x7fffffff],
]

const LARGE = 64 * 1024
const DEEP = 10

/**
 * What a request is like, one phrase a trait, each with its place: of parameters their texts, of the body everything.
 * `request.body: null` stands for any place in the body, `request.body /input: null` for what is below that property.
 */
export function traitsOf(judged: JudgedRequest): ReadonlySet<string> {
  const { parameters, body } = judged
  const found = new Set<string>()
  for (const [key, value] of parameters)
    if (typeof value === 'string') addText(value, (trait) => found.add(`request.${key}: ${trait}`))
  if (isObject(body)) {
    for (const [name, value] of Object.entries(body)) {
      const addAnywhere = (trait: string): void => void found.add(`request.body: ${trait}`)
      const add = (trait: string): void => {
        addAnywhere(trait)
        found.add(`request.body /${name}: ${trait}`)
      }
      addName(name, addAnywhere)
      if (isObject(value)) addMembers(value, 1, add)
      else addJson(value, 1, add)
      if (isObject(value) && Object.values(value).some((member) => typeof member !== 'string'))
        add('a value that is no string')
    }
    if (JSON.stringify(body).length > LARGE) found.add('request.body: a large body')
  }
  for (const hazard of hazardsOf(judged)) found.add(`request.body: ${hazard}`)
  return found
}

function addText(text: string, add: (trait: string) => void): void {
  for (const [trait, test] of TEXTS) if (test(text)) add(trait)
}

function addName(name: string, add: (trait: string) => void): void {
  for (const [trait, test] of NAMES) if (test(name)) add(trait)
  if (name !== '') addText(name, add)
}

function addJson(value: Json, depth: number, add: (trait: string) => void): void {
  if (depth > DEEP) {
    add('deep nesting')
    return
  }
  if (value === null) add('null')
  else if (typeof value === 'boolean') add('true or false')
  else if (typeof value === 'string') {
    add('a string')
    addText(value, add)
  } else if (typeof value === 'number') {
    for (const [trait, test] of NUMBERS) if (test(value)) add(trait)
  } else if (isArray(value)) {
    add('an array')
    if (value.length === 0) add('an empty array')
    if (value.length > 100) add('a long array')
    for (const item of value.slice(0, 1000)) addJson(item, depth + 1, add)
  } else {
    add('an object')
    if (Object.keys(value).length === 0) add('an empty object')
    addMembers(value, depth, add)
  }
}

function addMembers(value: Json, depth: number, add: (trait: string) => void): void {
  for (const [name, member] of Object.entries(isObject(value) ? value : {})) {
    addName(name, add)
    addJson(member, depth + 1, add)
  }
}
