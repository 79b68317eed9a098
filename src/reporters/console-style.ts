import type pc from 'picocolors'

/** How the console's parts are drawn. */
export interface ConsoleStyle {
  readonly colors: ReturnType<typeof pc.createColors>
  readonly columns: number
  /** Show everything there is, however long. */
  readonly verbose: boolean
}
