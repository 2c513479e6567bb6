/**
 * Characters beyond ASCII that Elixir takes in identifiers (those Unicode recommends for it), as printed by
 * testing/identifiers.exs: `gap,length` in base 36, then `+` (may begin one) or `-` (may only continue one).
 */
const table =
  '53,1-8,n+1,v+1,1m+2,b+2,8+1,1h+g,1+g,2+d,2+s,g+1,6+2,b+3,2+2,10+2,2+6,e+11,1+2p,2+1b,1+j,5-1,7-2,3-1,2-6,1-7,6' +
  '-4,2-1,2-3,1-2,2-8,1-2,1-1h,3+8,1+1,3+1,1+1,k+1,18+19,2s+16,3a+g,q+4,2+1,12+2,1+7,12+19,1-r,r+4,4+19,w+1,a+0,b' +
  '-a,a-6,1-0,2+1,1+4,l+1,i+1,1e+1,1+f,2+7,2+0,a-0,3+2,1+28,2e+0,b-0,1+5a,o+1,6+h,d+5,1+2,l+1j,3-0,1i+0,3-0,1+0,g' +
  '-1,1-0,1+5,2-8,2+0,2-2,a-1,7+1,7+1,3-1,8+2,2+2,m+1,7+1,1+3,4+2,1-0,1+0,7-2,2-4,1-0,1+8,1-8,2+0,2-2,a-0,2+c,1-2' +
  ',3-1,6+4,2+2,m+1,7+1,1+2,1+2,2+2,1-1,5-4,2-2,3-e,1+9,c-0,3+c,3-1,9+1,3+1,m+1,7+1,2+1,5+2,1-0,1+0,8-1,3-1,3-2,1' +
  '+f,2+0,2-2,a-a,6-1,3-1,8+2,2+2,m+1,7+1,2+1,5+2,1-0,1+0,6-3,1-5,1-7,3-7,3+4,a-1,1+g,1-0,1+1,6+3,3+1,4+3,2+1,1+1' +
  ',2+3,2+3,3+3,c+4,5-3,3-4,1-2,1+6,1-e,a-h,4-0,8+1,3+1,n+1,a+1,5+2,1-0,1+0,7-1,2-2,4-7,2-6,1+2,2+4,a-g,1+1,2-1,8' +
  '+1,3+1,n+1,a+1,5+2,1-0,1+0,2-1,4-1,1-5,2-7,2-6,1+2,2+0,2-2,a-1,2+d,1-1,2-1,8+1,3+1,15+2,1+0,6-2,3-4,1-0,1+5,3+' +
  '0,1-8,2+4,a-a,6+2,2-1,a+2,6+3,c+1,b+1,9+1,1+2,7+3,1-4,6-1,1-1,2-1,1-m,1-e,1c+0,1-0,1+1,7-5,7+0,8-1,a-13,2+1,1+' +
  '1,5+1,o+1,1+1,a+0,1-0,1+1,9-0,1+2,5+1,1+1,6-2,a-4,2+w,1+v,a-b,1-1,1-6,2-0,3+1,4+1,4+1,4+1,4+1,4+1,c+1,3+4,2-1,' +
  '1-5,7-1,3-1,2-0,5+0,6-1,4-1,4-1,4-1,4-1,4-1,c-1,3-9,1-1l,17+0,k-0,1+0,a-6,6+0,4-0,4+0,3-0,1+0,3-0,2+0,7-0,3+0,' +
  '4-0,d+0,c-0,1+0,f-15,1+5,1+2,x+6,4+2,3+74,21+1,4+2,7+1,1+1,4+2,15+1,4+2,x+1,4+2,7+1,1+1,4+2,f+1,1l+1,4+2,1v+2,' +
  '3-w,g+s0,z+2,3+1,b+2,o-2,1-1,1-4,1+4,1+3,a-x2,17+2,3+8w,4a+4,1+1,2i+6,m+2,6+2,12+2,6+2,8+1,1+1,1+1,1+1,i+1,1+1' +
  ',1+1,1+1,1+1,1+1,1+3,1h+1,5+1,1+5,3+1,3+1,1+1,1+3,3+3,5+5,3+1,7+1,1+5,3+1,3+1,1+1,1+2lm,1+5,1+2a,n+9,7+1,7+1,7' +
  '+1,7+1,7+1,7+1,7+1,7+fa,3+1l,2e+2,2-2,2+2,2i+1,3+6,15+1,1+34,w+g0,534+1s,g74+1a7,1+47,9+2w,1+4,1+4,2+m,1+3,1+9' +
  ',2+6,b+5,2+1,1+1,5+el,9+0,a-0,5+2p,n+3,1+0,3-0,2+3l,6+2,6+2,6+9,7+1,7+1j,2+48,8mc+6sq,2+1,1+1,2+a,1+1,1+1,2+2,' +
  '3+4wn,1-1,1-1j,2-ib7,2-cvh,4+19,3+h,4+908,v+1q9,7+1,4+1,2+1,f+4qp,wyo+w,37d+7,66+2,4g2+e,5rl+3z3,3t7+';

/** First and last characters of the ranges, one after the other, and which of the ranges may begin an identifier. */
const ranges = (() => {
  const bounds: number[] = [];
  const begins: boolean[] = [];
  let at = 0;
  for (const [, gap = '', length = '', sign] of table.matchAll(/(\w+),(\w+)([+-])/g)) {
    const first = at + Number.parseInt(gap, 36);
    at = first + Number.parseInt(length, 36);
    bounds.push(first, at - 1);
    begins.push(sign === '+');
  }
  return { bounds: Uint32Array.from(bounds), begins };
})();

/** Whether a character beyond ASCII may begin an identifier of Elixir, may only continue one, or neither. */
export function identifierClass(codePoint: number): 'begin' | 'continue' | undefined {
  const { bounds, begins } = ranges;
  let low = 0;
  let high = begins.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (codePoint < bounds[middle * 2]!) high = middle - 1;
    else if (codePoint > bounds[middle * 2 + 1]!) low = middle + 1;
    else return begins[middle] === true ? 'begin' : 'continue';
  }
  return undefined;
}
