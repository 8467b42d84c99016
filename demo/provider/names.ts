/** The names under which the print house and the dialer of the demo are known to the engine. */
export const PRINT_HOUSE = 'demo-print'
export const DIALER = 'demo-dialer'
