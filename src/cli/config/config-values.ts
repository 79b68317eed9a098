import {
  type ConfigPlace,
  members,
  type NameIn,
  namesIn,
  OPTIONS,
  type OptionValue,
  type Reading,
  record,
  within,
} from '../../options/index.ts'

/** What a configuration says of some options, read. */
type Values<Name extends NameIn<'configuration'>> = { readonly [N in Name]?: OptionValue<N> | undefined }

export type OperationValues = Values<NameIn<'operation'>>

/** A configuration that was checked: variables are looked up, paths are absolute, durations are milliseconds. */
export interface ConfigValues extends Values<NameIn<'configuration'>> {
  readonly operations?: ReadonlyMap<string, OperationValues> | undefined
}

const KINDS: { readonly [Name in NameIn<'configuration'>]: { readonly kind: Reading<OptionValue<Name>> } } = OPTIONS

const OPERATIONS = 'operations'

/** Reads the options with these names, except what the command line gives. */
function readOptions<Name extends NameIn<'configuration'>>(
  value: { readonly [name: string]: unknown },
  place: ConfigPlace,
  names: readonly Name[],
): Values<Name> {
  const values: { [N in Name]?: OptionValue<N> } = {}
  for (const name of names)
    if (Object.hasOwn(value, name) && !place.isGiven(name))
      values[name] = KINDS[name].kind.read(value[name], within(place, name))
  return values
}

function readOperations(value: unknown, place: ConfigPlace): ReadonlyMap<string, OperationValues> {
  const names = namesIn('operation')
  return new Map(
    Object.entries(record(value, place)).map(([id, options]) => {
      const operation = within(place, id)
      return [id, readOptions(members(options, operation, names), operation, names)]
    }),
  )
}

/** Throws UsageError that names file and key. */
export function readConfig(value: unknown, place: ConfigPlace): ConfigValues {
  const names = namesIn('configuration')
  const options = members(value, place, [...names, OPERATIONS])
  const values = readOptions(options, place, names)
  if (!Object.hasOwn(options, OPERATIONS) || place.isGiven(OPERATIONS)) return values
  return { ...values, operations: readOperations(options[OPERATIONS], within(place, OPERATIONS)) }
}
