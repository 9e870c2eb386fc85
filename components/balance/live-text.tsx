/**
 * A text that changes while the page is open. A translator replaces text nodes, and React would go on changing the one
 * that is gone: so each text is an element of its own, which a new text replaces. Numbers need no translation.
 */
export function LiveText({ children, className }: { children: string; className?: string }) {
  return (
    <span key={children} translate="no" className={className}>
      {children}
    </span>
  );
}
