import Batching
import CTwin
import ClassicControlEnvironments
import DecisionProcesses
import Perturbations
import RandomStreams

struct Twin: ~Copyable {
  var b = twin_batch()
  let n: Int
  init(_ n: Int) {
    self.n = n
    b.lanes = n
    func d() -> UnsafeMutablePointer<Double> { .allocate(capacity: n) }
    func u() -> UnsafeMutablePointer<UInt32> { .allocate(capacity: n) }
    b.position = d(); b.angle = d(); b.velocity = d(); b.rate = d()
    b.steps = u(); b.episodes = u(); b.key0 = u(); b.key1 = u()
  }
}

let n = 1024
let rounds = 64
var actions = [[Int64]]()
var s = RandomStream(seed: 1)
for _ in 0..<rounds { actions.append((0..<n).map { _ in Int64(s.integer(below: 2)) }) }

let clock = ContinuousClock()
func ns(_ d: Duration) -> Double { Double(d.components.seconds) * 1e9 + Double(d.components.attoseconds) * 1e-9 }

var twin = Twin(n)
let obs = UnsafeMutablePointer<Double>.allocate(capacity: 4 * n)
let fin = UnsafeMutablePointer<Double>.allocate(capacity: 4 * n)
let rew = UnsafeMutablePointer<Double>.allocate(capacity: n)
let end = UnsafeMutablePointer<UInt8>.allocate(capacity: n)
let batch = try Batch(CartPole(), count: n, observationType: .float64)
let store = BatchStorage(for: batch)
let batch32 = try Batch(CartPole(), count: n)
let store32 = BatchStorage(for: batch32)

twin_batch_reset(&twin.b, 7, obs)
batch.reset(seed: 7, into: store.columns)
batch32.reset(seed: 7, into: store32.columns)
let mine = store.columns.observations.assumingMemoryBound(to: Double.self)
for r in 0..<600 {
  twin_batch_step(&twin.b, actions[r % rounds], obs, fin, rew, end)
  actions[r % rounds].withUnsafeBytes { batch.step(actions: $0, into: store.columns) }
  for i in 0..<4 * n where mine[i].bitPattern != obs[i].bitPattern { fatalError("bits differ at \(r) \(i)") }
  for i in 0..<n where store.columns.endings[i] != end[i] { fatalError("ends") }
}
print("same bits over 600 steps")
let steps = 2000
for _ in 0..<7 {
  var t = clock.now
  for r in 0..<steps { twin_batch_step(&twin.b, actions[r % rounds], obs, fin, rew, end) }
  let a = ns(clock.now - t)
  t = clock.now
  for r in 0..<steps { actions[r % rounds].withUnsafeBytes { batch.step(actions: $0, into: store.columns) } }
  let b = ns(clock.now - t)
  t = clock.now
  for r in 0..<steps { actions[r % rounds].withUnsafeBytes { batch32.step(actions: $0, into: store32.columns) } }
  let c = ns(clock.now - t)
  let k = Double(steps * n)
  print("twin", a / k, "batch", b / k, "ratio", b / a, "float32", c / k)
}
