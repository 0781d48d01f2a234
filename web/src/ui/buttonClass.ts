export type ButtonVariant = 'primary' | 'quiet' | 'danger' | 'subtle';

const variants: Record<ButtonVariant, string> = {
  primary: 'nl-button--primary',
  quiet: 'nl-button--secondary',
  danger: 'nl-button--primary nl-button--negative',
  subtle: 'nl-button--subtle',
};

/** The NL Design System classes of a button in one of our four weights. */
export function buttonClass(variant: ButtonVariant, extra: (string | false | null | undefined)[]): string {
  return ['nl-button', variants[variant], ...extra].filter(Boolean).join(' ');
}
