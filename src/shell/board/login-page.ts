import { type Html, html } from './page.ts'

/** `next`: where to go afterwards. `said`: why the last try was refused. */
export function loginPage({ next, said }: { next: string; said: string | null }): Html {
  return html`${said === null ? null : html`<p role="alert">${said}</p>`}
<form method="post" action="/login">
<input type="hidden" name="next" value="${next}">
<label>Name <input name="name" autocomplete="username" required autofocus maxlength="60"></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required maxlength="200"></label>
<button>Log in</button>
</form>`
}
