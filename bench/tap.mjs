// Loaded into the product with --import for a moment before anything is measured: tells which statements
// a request sends, so that the floor sends the very same ones whatever becomes of the product.
import pg from 'pg';

const sent = [];
const query = Reflect.get(pg.Client.prototype, 'query');

pg.Client.prototype.query = function tapped(given, ...rest) {
  const { name, text } = typeof given === 'string' ? { text: given } : given;
  sent.push({ label: name ? name.replace(/_\d+$/, '') : text.toLowerCase(), text });
  return query.call(this, given, ...rest);
};

process.on('message', () => process.send(sent.splice(0)));
process.channel?.unref();
