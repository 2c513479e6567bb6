/** A program that draws many instances of one shape, and the buffer it reads them from. */

interface Shaders {
  readonly vertex: string;
  readonly fragment: string;
  /** Of an instance: name and number of floats; 0: a colour, four bytes. */
  readonly columns: readonly (readonly [name: string, floats: number])[];
}

/** Instances of a picture, gathered before it is drawn: one upload a picture. Grows, and is used again. */
export interface Instances {
  /** Words of four bytes an instance. */
  readonly stride: number;
  floats: Float32Array;
  words: Uint32Array;
  /** Instances gathered. */
  count: number;
}

export interface Program {
  /** Sends the instances to the graphics card. */
  upload(instances: Instances): void;
  /** @param uniforms floats by name */
  draw(first: number, count: number, uniforms: Readonly<Record<string, readonly number[]>>): void;
  dispose(): void;
}

export function newInstances(stride: number): Instances {
  const floats = new Float32Array(stride * 256);
  return { stride, floats, words: new Uint32Array(floats.buffer), count: 0 };
}

/** Makes room for some more. */
export function makeRoom(instances: Instances, more: number): void {
  const needed = (instances.count + more) * instances.stride;
  if (needed <= instances.floats.length) return;
  const grown = new Float32Array(Math.max(needed, instances.floats.length * 2));
  // Copied as words: a colour's bits may look like a float that is not kept as it is.
  const words = new Uint32Array(grown.buffer);
  words.set(instances.words);
  instances.floats = grown;
  instances.words = words;
}

/** @throws Error with the compiler's words where the shaders do not compile */
export function createProgram(gl: WebGL2RenderingContext, { vertex, fragment, columns }: Shaders): Program {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(kind);
    if (shader === null) throw new Error('The graphics context was lost.');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (gl.getShaderParameter(shader, gl.COMPILE_STATUS) === false)
      throw new Error(`A shader does not compile: ${gl.getShaderInfoLog(shader) ?? ''}`);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) === false)
    throw new Error(`The shaders do not fit together: ${gl.getProgramInfoLog(program) ?? ''}`);

  const bytes = 4 * columns.reduce((sum, [, floats]) => sum + Math.max(1, floats), 0);
  const buffer = gl.createBuffer();
  const array = gl.createVertexArray();
  gl.bindVertexArray(array);
  const attributes = columns.map(([name]) => gl.getAttribLocation(program, name));
  for (const attribute of attributes) {
    if (attribute < 0) continue;
    gl.enableVertexAttribArray(attribute);
    gl.vertexAttribDivisor(attribute, 1);
  }
  const uniformPlaces = new Map<string, WebGLUniformLocation | null>();
  const placeOf = (name: string): WebGLUniformLocation | null => {
    let place = uniformPlaces.get(name);
    if (place === undefined) uniformPlaces.set(name, (place = gl.getUniformLocation(program, name)));
    return place;
  };
  let allocated = 0;

  return {
    upload: ({ floats, stride, count }) => {
      if (count === 0) return;
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      if (allocated < floats.byteLength)
        gl.bufferData(gl.ARRAY_BUFFER, (allocated = floats.byteLength), gl.STREAM_DRAW);
      gl.bufferSubData(gl.ARRAY_BUFFER, 0, floats, 0, count * stride);
    },
    draw: (first, count, uniforms) => {
      gl.useProgram(program);
      gl.bindVertexArray(array);
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      // WebGL 2 cannot begin with a later instance, so the columns are told to begin there.
      let offset = first * bytes;
      columns.forEach(([, floats], at) => {
        const attribute = attributes[at]!;
        if (attribute >= 0) {
          if (floats === 0) gl.vertexAttribPointer(attribute, 4, gl.UNSIGNED_BYTE, true, bytes, offset);
          else gl.vertexAttribPointer(attribute, floats, gl.FLOAT, false, bytes, offset);
        }
        offset += 4 * Math.max(1, floats);
      });
      for (const name in uniforms) {
        const place = placeOf(name);
        const values = uniforms[name]!;
        if (place === null) continue;
        if (values.length === 1) gl.uniform1fv(place, values);
        else if (values.length === 2) gl.uniform2fv(place, values);
        else gl.uniform3fv(place, values);
      }
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, count);
    },
    dispose: () => {
      gl.deleteBuffer(buffer);
      gl.deleteVertexArray(array);
      gl.deleteProgram(program);
    },
  };
}
