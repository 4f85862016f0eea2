import { encode } from 'uqr';

/** Light modules around the code (ISO/IEC 18004, section 5.3.8: four). */
const QUIET = 4;

/** A QR code as one path: nothing is fetched and nothing is styled in place. */
export function QrCode({ text }: { text: string }) {
  const { size, data } = encode(text, { ecc: 'M', border: QUIET });
  const modules = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="QR code with the secret">
      <rect width={size} height={size} className="qr-light" />
      <path d={modules} className="qr-dark" shapeRendering="crispEdges" />
    </svg>
  );
}
