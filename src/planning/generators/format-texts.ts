import type { Dice } from './dice.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const HEX = '0123456789abcdef'

const two = (number: number): string => String(number).padStart(2, '0')
const of = (dice: Dice, alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[dice.integer(0, alphabet.length - 1)]).join('')
const word = (dice: Dice): string => of(dice, LETTERS, dice.integer(1, 8))
const several = (dice: Dice, most: number, make: () => string): string[] =>
  Array.from({ length: dice.integer(0, most) }, make)

function date(dice: Dice): string {
  const year = dice.integer(0, 9) === 0 ? dice.pick([1, 1970, 1999, 9999]) : dice.integer(1970, 2100)
  const month = dice.integer(1, 12)
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const last = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(dice.integer(0, 4) === 0 ? last : dice.integer(1, last))}`
}

const time = (dice: Dice): string =>
  `${two(dice.integer(0, 23))}:${two(dice.integer(0, 59))}:${two(dice.integer(0, 59))}` +
  dice.pick(['', '', '.5', '.123', '.123456']) +
  dice.pick(['Z', 'Z', '+01:00', '-05:30'])

const host = (dice: Dice): string =>
  [word(dice), ...several(dice, 2, () => word(dice)), dice.pick(['com', 'org', 'example'])].join('.')
const email = (dice: Dice): string =>
  `${[word(dice), ...several(dice, 1, () => word(dice))].join(dice.pick(['.', '+', '_']))}@${host(dice)}`
const path = (dice: Dice): string => several(dice, 3, () => `/${word(dice)}`).join('')
const uri = (dice: Dice): string =>
  `${dice.pick(['https', 'http', 'ftp'])}://${host(dice)}${path(dice)}${dice.pick(['', '?a=1', '?a=%20&b'])}${dice.pick(['', '#a'])}`

/** Formats that are known by name (JSON Schema 2020-12 validation, 7.3, and OpenAPI's registry). */
export const FORMAT_TEXTS: { readonly [format: string]: (dice: Dice) => string } = {
  'date-time': (dice) => `${date(dice)}T${time(dice)}`,
  byte: (dice) => btoa(of(dice, LETTERS, dice.integer(0, 9))),
  date,
  duration: (dice) => {
    const count = dice.integer(1, 99)
    return dice.pick([`P${count}D`, `PT${count}H`, `P${count}W`, `P1Y${count}M`, `P${count}DT1H30M2S`])
  },
  email,
  hostname: host,
  'idn-email': email,
  'idn-hostname': host,
  ipv4: (dice) => Array.from({ length: 4 }, () => dice.pick([0, 255, dice.integer(0, 255)])).join('.'),
  ipv6: (dice) =>
    dice.pick([
      '::',
      '::1',
      `2001:db8::${of(dice, HEX, 4)}`,
      Array.from({ length: 8 }, () => of(dice, HEX, 4)).join(':'),
    ]),
  iri: (dice) => `${uri(dice)}${dice.pick(['', '/'])}`,
  'iri-reference': (dice) => dice.pick(['', '#a', 'a', `/${word(dice)}`]),
  'json-pointer': (dice) => several(dice, 3, () => `/${dice.pick(['0', '~0', '~1', '', word(dice)])}`).join(''),
  regex: (dice) => dice.pick(['', '^a$', '[a-z]+', 'a|b', `^${word(dice)}{1,3}$`]),
  'relative-json-pointer': (dice) => `${dice.integer(0, 12)}${dice.pick(['', '#', '/a', '/a/0'])}`,
  time,
  uri,
  'uri-reference': (dice) => dice.pick(['', '#a', 'a', `/${word(dice)}?b=c#d`, uri(dice)]),
  'uri-template': (dice) => dice.pick([`/${word(dice)}/{a}`, 'https://example.com/{a,b}{?c*}', '/a', '{+a}']),
  url: uri,
  uuid: (dice) => [8, 4, 4, 4, 12].map((length) => of(dice, HEX, length)).join('-'),
}
