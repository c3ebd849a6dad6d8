import { type ThemeChoice, themes } from '../state/theme.js';

/** Light, dark, or as the system is. */
export function ThemeSwitch({ choice }: { readonly choice: ThemeChoice }) {
  return (
    <fieldset class="segments">
      <legend class="unseen">Theme</legend>
      {themes.map(theme => (
        <label key={theme}>
          <input
            type="radio"
            name="theme"
            value={theme}
            checked={choice.theme.value === theme}
            onChange={() => choice.choose(theme)}
          />
          <span>{theme}</span>
        </label>
      ))}
    </fieldset>
  );
}
