import Glibc

/// Evaluates one function over raw little-endian Doubles: `Sweep NAME COUNT < arguments > results`.
@main
struct Sweep {
  static func main() {
    let name = CommandLine.arguments[1]
    let count = Int(CommandLine.arguments[2])!
    let x = UnsafeMutableBufferPointer<Double>.allocate(capacity: count)
    let o = UnsafeMutableBufferPointer<Double>.allocate(capacity: name == "atan2" ? count / 2 : count)
    transfer(UnsafeMutableRawBufferPointer(x)) { read(0, $0, $1) }
    apply(name, x, o)
    transfer(UnsafeMutableRawBufferPointer(o)) { write(1, $0, $1) }
  }

  static func transfer(
    _ bytes: UnsafeMutableRawBufferPointer, _ call: (UnsafeMutableRawPointer, Int) -> Int
  ) {
    var done = 0
    while done < bytes.count {
      let moved = call(bytes.baseAddress! + done, bytes.count - done)
      precondition(moved > 0, "the stream ended after \(done) of \(bytes.count) bytes")
      done += moved
    }
  }

  static func apply(
    _ name: String, _ x: UnsafeMutableBufferPointer<Double>, _ o: UnsafeMutableBufferPointer<Double>
  ) {
    switch name {
    case "sin": for i in o.indices { o[i] = Elementary.sin(x[i]) }
    case "cos": for i in o.indices { o[i] = Elementary.cos(x[i]) }
    case "exp": for i in o.indices { o[i] = Elementary.exp(x[i]) }
    case "expm1": for i in o.indices { o[i] = Elementary.expm1(x[i]) }
    case "log": for i in o.indices { o[i] = Elementary.log(x[i]) }
    case "log1p": for i in o.indices { o[i] = Elementary.log1p(x[i]) }
    case "tanh": for i in o.indices { o[i] = Elementary.tanh(x[i]) }
    case "atan2": for i in o.indices { o[i] = Elementary.atan2(x[2 * i], x[2 * i + 1]) }
    case "logGamma": for i in o.indices { o[i] = Elementary.logGamma(x[i]) }
    case "erf": for i in o.indices { o[i] = Elementary.erf(x[i]) }
    case "normalCDF": for i in o.indices { o[i] = Elementary.normalCDF(x[i]) }
    default: preconditionFailure("unknown function \(name)")
    }
  }
}
