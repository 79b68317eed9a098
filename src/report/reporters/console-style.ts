import pc from 'picocolors'

/** How the console's parts are drawn. */
export interface ConsoleStyle {
  readonly colors: ReturnType<typeof pc.createColors>
  readonly columns: number
  /** Show everything there is, however long. */
  readonly verbose: boolean
}

/** Without colours, for text that goes elsewhere than to a terminal. */
export const plainStyle = (columns: number): ConsoleStyle => ({
  colors: pc.createColors(false),
  columns,
  verbose: false,
})
