/** The work takes page after page, until there is no more. */
export async function everyPage(page: () => Promise<{ more: boolean }>): Promise<void> {
  while ((await page()).more);
}
