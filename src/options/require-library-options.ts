import { UsageError } from '../report/results/index.ts'
import { describe } from './config-place.ts'
import type { Option } from './option.ts'
import type { OptionName } from './option-names.ts'
import { OPTIONS } from './options.ts'

/**
 * Throws UsageError for an option of the library whose value has another shape, such as that of a configuration. It does
 * not name the value, which may be secret. `prefix` stands before the option's name.
 */
export function requireLibraryOptions(
  names: readonly OptionName[],
  options: { readonly [Name in OptionName]?: unknown },
  prefix = '',
): void {
  for (const name of names) {
    const { library }: Option['kind'] = OPTIONS[name].kind
    const value = options[name]
    if (value === undefined || library === undefined || library.isValue(value)) continue
    throw new UsageError(`${prefix}${name} is ${describe(value)}; give ${library.form}.`)
  }
}
