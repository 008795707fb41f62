import ClassicControlEnvironments
import DecisionProcesses
import Testing

/// Against Gymnasium 1.4.0: 33 episodes with random actions, balancing and leaning until it falls.
@Suite struct CartPoleTests {
  private func deviation(_ world: CartPole, _ fixture: GymnasiumFixture) -> Deviation {
    Deviation(
      world, along: fixture.episodes,
      read: { CartPole.State(position: $0[0], velocity: $0[1], angle: $0[2], rate: $0[3]) },
      fields: { [$0.position, $0.velocity, $0.angle, $0.rate] }, action: { Int($0) })
  }

  @Test func followsGymnasium() throws {
    let fixture = try GymnasiumFixture("cart-pole")
    let deviation = deviation(CartPole(), fixture)
    print("cart-pole: state \(deviation.state) over \(deviation.steps) steps")
    #expect(deviation.state < 1e-9)
    #expect(deviation.observation < 1e-6)
    #expect(deviation.reward == 0)
    #expect(deviation.wrongEndings == 0)
    #expect(deviation.terminated > 30)
    #expect(CartPole().task.horizon == fixture.timeLimit)
  }

  @Test func suttonRewardFollowsGymnasium() throws {
    let world = CartPole(options: OptionValues(["sutton": .flag(true)], for: CartPole.options))
    let deviation = deviation(world, try GymnasiumFixture("cart-pole-sutton-barto"))
    #expect(deviation.state < 1e-9)
    #expect(deviation.reward == 0)
    #expect(deviation.wrongEndings == 0)
    #expect(deviation.terminated == 2)
    #expect(world.task.rewardRange == -1...0)
  }

  @Test func scriptedPolicyBalances() {
    let (mean, terminated) = play(CartPole(), seeds: 0..<20)
    print("cart-pole: scripted return \(mean), fell \(terminated) of 20")
    #expect(mean > 495)
  }
}
