/** The name mark: a plate, one quarter of its rim wiped away. */
export function Mark() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" aria-hidden>
      <path d="M10 2a8 8 0 1 0 8 8" strokeWidth="2.2" strokeLinecap="round" />
      <path
        d="M13.2 2.7a8 8 0 0 1 4.1 4.1"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeDasharray="0.1 3.4"
      />
      <circle cx="10" cy="10" r="3.2" fill="currentColor" stroke="none" />
    </svg>
  );
}
