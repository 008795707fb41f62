/// Gives `body` memory for `count` numbers, of undefined content, on the stack up to 8192 of them.
///
/// The standard library's temporary memory leaves the stack beyond a kilobyte, and a step that takes memory
/// from the heap would be slow in batches.
func withScratch<Result>(
  _ count: Int, _ body: (UnsafeMutableBufferPointer<Double>) -> Result
) -> Result {
  if count <= 128 || count > 8192 {
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: count, body)
  }
  return count <= 1024 ? withMediumScratch(count, body) : withLargeScratch(count, body)
}

// Apart, so that only who needs the room has it on his stack.

@inline(never)
private func withMediumScratch<Result>(
  _ count: Int, _ body: (UnsafeMutableBufferPointer<Double>) -> Result
) -> Result {
  var memory = InlineArray<1024, Double>(repeating: 0)
  var span = memory.mutableSpan
  return span.withUnsafeMutableBufferPointer { body(UnsafeMutableBufferPointer(rebasing: $0[..<count])) }
}

@inline(never)
private func withLargeScratch<Result>(
  _ count: Int, _ body: (UnsafeMutableBufferPointer<Double>) -> Result
) -> Result {
  var memory = InlineArray<8192, Double>(repeating: 0)
  var span = memory.mutableSpan
  return span.withUnsafeMutableBufferPointer { body(UnsafeMutableBufferPointer(rebasing: $0[..<count])) }
}
