import DecisionProcesses

/// Copies and snapshots stand on their own, and broken snapshots change nothing.
func checkBranching(
  _ make: () throws(Violation) -> some Player, seed: UInt64
) throws(Violation) -> String {
  try checkCopies(try make(), seed: seed)
  let (length, refused, accepted) = try checkSnapshots(make, seed: seed)
  let changed = "\(refused) of \(refused + accepted) changed ones refused"
  return "copies over 100 steps; snapshots of \(length) bytes: every truncation refused, "
    + (accepted == 0 ? changed : changed + ", the others step")
}

/// A player with an action source that resets when an episode ends.
private struct Run<P: Player> {
  var player: P
  var actor: Actor
  var seen: [Double]

  init(_ player: P, seed: UInt64) {
    self.player = player
    actor = Actor(.random, player.action, seed: seed)
    seen = self.player.reset(seed: seed)
  }

  mutating func next() -> PlayedStep {
    if !player.isRunning { seen = player.reset(seed: nil) }
    let step = player.step(actor.act(on: seen))
    seen = step.observation
    return step
  }
}

private func checkCopies<P: Player>(_ fresh: P, seed: UInt64) throws(Violation) {
  try require(!fresh.isRunning, "the environment runs before its first reset")
  var original = Run(fresh, seed: seed)
  try require(original.player.isRunning, "the environment does not run after a reset")
  // The reference never has a copy, so it cannot be disturbed.
  var reference = Run(fresh, seed: seed)
  for step in 1...100 {
    if step % 10 == 0 {
      var branch = original
      branch.actor = Actor(.held, branch.player.action, seed: seed &+ UInt64(step))
      for _ in 0..<10 { _ = branch.next() }
    }
    let (a, b) = (original.next(), reference.next())
    if let difference = firstDifference(a, b) {
      throw Violation("seed \(seed), step \(step): \(difference), because a copy was played")
    }
    try require(
      original.player.isRunning == a.ending.isEmpty,
      "seed \(seed), step \(step): \(a.ending.name), but isRunning is \(original.player.isRunning)")
  }
}

private func checkSnapshots<P: Player>(
  _ make: () throws(Violation) -> P, seed: UInt64
) throws(Violation) -> (length: Int, refused: Int, accepted: Int) {
  var run = Run(try make(), seed: seed)
  var other = Run(try make(), seed: seed &+ 1)
  for _ in 0..<7 { _ = other.next() }
  var middle: [UInt8] = []
  for step in 0..<30 {
    let saved = run.player.save()
    if step == 15 { middle = saved }
    var restored = run
    restored.player = other.player
    try restore(saved, into: &restored.player, "seed \(seed), step \(step)")
    try require(
      restored.player.save() == saved, "seed \(seed), step \(step): a restored snapshot saves other bytes")
    var original = run
    for later in 1...20 {
      if let difference = firstDifference(original.next(), restored.next()) {
        throw Violation("seed \(seed), step \(step): \(difference), \(later) steps after restoring")
      }
    }
    _ = run.next()
  }
  let counts = try checkBroken(middle, run: other)
  return (middle.count, counts.refused, counts.accepted)
}

private func restore(
  _ bytes: [UInt8], into player: inout some Player, _ place: String
) throws(Violation) {
  do throws(SnapshotError) {
    try player.restore(bytes)
  } catch {
    throw Violation("\(place): its own snapshot is refused: \(error)")
  }
}

/// Bits changed in each byte of a snapshot: the lowest, the highest, all.
private let flips: [UInt8] = [0x01, 0x80, 0xFF]

/// Truncated and longer snapshots are refused; changed ones are refused or can be stepped.
private func checkBroken<P: Player>(
  _ saved: [UInt8], run: Run<P>
) throws(Violation) -> (refused: Int, accepted: Int) {
  let before = run.player.save()
  var run = run
  for length in saved.indices {
    let isAccepted = accepts(Array(saved[..<length]), &run.player)
    try require(!isAccepted, "a snapshot cut to \(length) bytes is accepted")
    try require(run.player.save() == before, "a snapshot cut to \(length) bytes changed the environment")
  }
  try require(!accepts(saved + [0], &run.player), "a snapshot with a byte too many is accepted")
  var (refused, accepted) = (0, 0)
  for change in 0..<3 * saved.count {
    let (offset, flip) = (change / 3, flips[change % 3])
    var bytes = saved
    bytes[offset] ^= flip
    var trial = run
    guard accepts(bytes, &trial.player) else {
      refused += 1
      try require(
        trial.player.save() == before, "a snapshot refused for byte \(offset) changed the environment")
      continue
    }
    accepted += 1
    if let fault = trial.player.stateFault {
      throw Violation("a snapshot with byte \(offset) flipped by \(flip) is accepted, but \(fault)")
    }
    for _ in 0..<3 { _ = trial.next() }
  }
  return (refused, accepted)
}

private func accepts(_ bytes: [UInt8], _ player: inout some Player) -> Bool {
  do throws(SnapshotError) {
    try player.restore(bytes)
    return true
  } catch {
    return false
  }
}
