import ArgumentParser
import UncertaintySets

struct WorstCaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worst-case", abstract: "Solve one inner problem: the worst row of an uncertainty set.",
    discussion: """
      The least expected value over the rows that the set allows around the nominal one, as in
        gauntlet worst-case --set kl --radius 0.05 --nominal 0.2,0.5,0.3 --values 1,2,4
      """)

  @OptionGroup var arguments: UncertaintySetArguments

  @Option(name: .long, parsing: .unconditional, help: "Nominal probabilities, as in 0.2,0.5,0.3.")
  var nominal: String

  @Option(name: .long, parsing: .unconditional, help: "Value of each outcome, as in 1,2,4.")
  var values: String

  @Flag(name: .long, help: "The greatest expected value instead.")
  var best = false

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func run() throws {
    guard let name = arguments.set else {
      throw fail("--set is missing; give one of \(UncertaintySetArguments.names.joined(separator: ", "))")
    }
    let nominal = try numberList(nominal, place: "--nominal")
    let values = try numberList(values, place: "--values")
    let set = try arguments.uncertaintySet(named: name)
    do {
      let answer =
        best ? try set.bestCase(of: values, around: nominal) : try set.worstCase(of: values, around: nominal)
      if json {
        try Terminal.print(json: Answer(value: answer.value, kernel: answer.kernel))
      } else {
        show(answer, nominal, values, set)
      }
    } catch let error as UncertaintySetError {
      throw fail(error.description)
    }
  }

  private func show(
    _ answer: (value: Double, kernel: [Double]), _ nominal: [Double], _ values: [Double],
    _ set: any UncertaintySet
  ) {
    let mean = zip(nominal, values).reduce(0) { $0 + $1.0 * $1.1 }
    print("\(best ? "best" : "worst") case \(answer.value), nominal \(mean)")
    if set.isSaturated(around: nominal.span) {
      print("the set is saturated: a larger one changes nothing")
    }
    let rows = values.indices.map { index in
      ["\(index)", "\(values[index])", "\(nominal[index])", "\(answer.kernel[index])"]
    }
    print("\n" + table(["outcome", "value", "nominal", "kernel"], rows, rightAligned: [0]))
  }

  private struct Answer: Encodable {
    let value: Double
    let kernel: [Double]
  }
}
