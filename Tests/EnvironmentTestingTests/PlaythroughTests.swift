import DecisionProcesses
import EnvironmentTesting
import Testing

@Suite struct PlaythroughTests {
  @Test func playsTheSameTwice() {
    #expect(Playthrough(GoodLine.self).text == Playthrough(GoodLine.self).text)
    #expect(Playthrough(GoodLine.self).difference(from: Playthrough(GoodLine.self).text).isEmpty)
    #expect(Playthrough(GoodChain.self).text.contains("(1), observation ["))
  }

  @Test func aChangeShowsInItsLine() {
    let gusty = Playthrough(GustyLine.self)
    let difference = gusty.difference(from: Playthrough(GoodLine.self).text)
    // The first state is the same, the first step is not.
    #expect(difference.hasPrefix("-6: 1: action"), "\(difference)")
    #expect(difference.contains("\n+6: 1: action"))
    #expect(difference.contains("FNV-1a"))
  }

  @Test func theHashSeesWhatIsNotShown() {
    let (short, long) = (Playthrough(GoodLine.self, hashed: 500), Playthrough(GoodLine.self, hashed: 501))
    #expect(short.text.split(separator: "\n").last != long.text.split(separator: "\n").last)
  }
}
