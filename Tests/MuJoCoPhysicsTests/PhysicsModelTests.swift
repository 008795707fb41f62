import MuJoCoPhysics
import Testing

private let hasEngine = PhysicsLibrary.problem == nil

/// A ball that falls on a floor, and a box hinged beside it.
private let ball = """
  <mujoco model="ball">
    <option timestep="0.002"/>
    <worldbody>
      <geom name="floor" type="plane" size="5 5 0.1"/>
      <body name="ball" pos="0 0 1"><freejoint/><geom name="ball" size="0.1" density="1000"/></body>
      <body name="arm" pos="2 0 1">
        <joint name="hinge" axis="0 1 0" damping="0.1"/>
        <geom name="arm" type="capsule" fromto="0 0 0 0.4 0 0" size="0.05"/>
      </body>
    </worldbody>
    <actuator><motor name="hinge" joint="hinge" gear="2" ctrlrange="-1 1"/></actuator>
  </mujoco>
  """

private func source(_ text: String = ball, _ parameters: [PhysicsParameter] = []) -> PhysicsSource {
  PhysicsSource(file: "ball.xml", parameters: parameters, hasFloor: false, text: { text })
}

@Suite struct WithoutEngineTests {
  /// Built without the trait, or with the library missing: the remedy is named.
  @Test(.enabled(if: !hasEngine)) func theRemedyIsNamed() {
    let error = #expect(throws: PhysicsError.self) { try PhysicsModel(source()) }
    #expect(error?.description.contains("make") == true, "\(String(describing: error))")
  }
}

@Suite(.enabled(if: hasEngine)) struct PhysicsModelTests {
  @Test func aBallFallsAsNewtonSays() throws {
    let model = try PhysicsModel(source())
    model.withEngine { engine in
      engine.view.qpos.update(from: [0, 0, 1, 1, 0, 0, 0, 0], count: 8)
      engine.view.qvel.update(repeating: 0, count: Int(engine.view.nv))
      #expect(engine.step(100, withWrenches: false) == nil)
      // Semi-implicit Euler: z = 1 - g h^2 n (n + 1) / 2.
      let expected = 1 - 9.81 * 0.002 * 0.002 * 100 * 101 / 2
      #expect(abs(engine.view.qpos[2] - expected) < 1e-12)
    }
  }

  @Test(arguments: [
    ("<mujoco", "XML"), ("<mujoco><worldbody><geom size=\"-1\"/></worldbody></mujoco>", "size"),
    ("<mujoco><nonsense/></mujoco>", "nonsense"),
  ])
  func aTextThatIsNoModelIsRefused(text: String, word: String) {
    let error = #expect(throws: PhysicsError.self) { try PhysicsModel(source(text)) }
    let description = error?.description ?? ""
    #expect(description.contains("ball.xml"), "\(description)")
    #expect(description.contains(word), "\(description)")
  }

  @Test(arguments: [
    PhysicsParameter.Kind.mass("bal"), .friction(["flor"]), .damping(["hing"]), .gain(["motor"]),
    .length(["leg"]), .force("torso", axis: 0),
  ])
  func aParameterOfNothingIsRefused(kind: PhysicsParameter.Kind) {
    let error = #expect(throws: PhysicsError.self) {
      try PhysicsModel(source(ball, [PhysicsParameter(kind, nominal: 1)]))
    }
    #expect(error?.message.contains("which the model has not") == true)
  }

  /// An error inside the engine would end the process; here it is a fault of one step, and the next is well.
  @Test func anErrorOfTheEngineIsAFault() throws {
    let small = ball.replacing("<option", with: "<size memory=\"3K\"/>\n    <option")
    let model = try PhysicsModel(source(small))
    model.withEngine { engine in
      let start: [Double] = [0, 0, 0.05, 1, 0, 0, 0, 0]
      engine.view.qpos.update(from: start, count: 8)
      engine.view.qvel.update(repeating: 0, count: Int(engine.view.nv))
      let fault = engine.step(10, withWrenches: false)
      #expect(fault?.isDisjoint(with: [.error, .overfull]) == false, "\(String(describing: fault))")
    }
    let well = try PhysicsModel(source())
    #expect(well.withEngine { $0.step(1, withWrenches: true) } == nil)
  }

  @Test(arguments: [Double.nan, .infinity, 1e12])
  func aStateThatIsNoneIsAFault(value: Double) throws {
    let model = try PhysicsModel(source())
    model.withEngine { engine in
      engine.view.qpos.update(from: [0, 0, 1, 1, 0, 0, 0, 0], count: 8)
      engine.view.qvel.update(repeating: 0, count: Int(engine.view.nv))
      engine.view.qvel[2] = value
      #expect(engine.step(1, withWrenches: false)?.contains(.badState) == true)
      engine.view.ctrl[0] = .nan
      #expect(engine.step(1, withWrenches: false)?.contains(.badControl) == true)
      engine.view.ctrl[0] = 0
      #expect(engine.step(1, withWrenches: false) == nil)
    }
  }

  @Test func parametersComeAndGo() throws {
    let parameters = [
      PhysicsParameter(.mass("ball"), nominal: 4), PhysicsParameter(.gravity, nominal: 9.81),
      PhysicsParameter(.length(["arm"]), nominal: 0.4), PhysicsParameter(.gain(["hinge"]), nominal: 1),
      PhysicsParameter(.damping(["hinge"]), nominal: 1),
    ]
    let model = try PhysicsModel(source(ball, parameters))
    model.withEngine { engine in
      let (ball, arm) = (engine.body("ball")!, engine.body("arm")!)
      func numbers() -> [Double] {
        let view = engine.view
        return [
          view.body_mass[ball], view.body_inertia[3 * ball], view.gravity[2], view.body_mass[arm],
          view.actuator_gear[0], view.dof_damping[6], view.geom_size[3 * 2 + 1],
        ]
      }
      func set(_ row: [Double]) {
        row.withUnsafeBufferPointer { engine.setParameters($0, .consistent) }
      }
      let nominal = numbers()
      set([8, 9.81, 0.4, 1, 1])
      #expect(numbers()[0] == 8)
      #expect(abs(numbers()[1] / nominal[1] - 8 / nominal[0]) < 1e-15)
      #expect(Array(numbers()[2...]) == Array(nominal[2...]))
      set([4, 1.62, 0.8, 0.5, 2])
      let changed = numbers()
      #expect(changed[0] == nominal[0] && changed[2] == -1.62 && changed[4] == 1 && changed[5] == 0.2)
      // A capsule twice as long: pi r^2 (l + 4 r / 3) of volume.
      let ratio = (0.8 + 4 * 0.05 / 3) / (0.4 + 4 * 0.05 / 3)
      #expect(abs(changed[3] / nominal[3] - ratio) < 1e-12 && abs(changed[6] - 0.4) < 1e-15)
      // So many other rows empty the cache; the first comes back the same.
      for index in 1...60_000 { set([4 + Double(index) / 1000, 9.81, 0.4, 1, 1]) }
      set([4, 1.62, 0.8, 0.5, 2])
      #expect(numbers() == changed)
      set([4, 9.81, 0.4, 1, 1])
      #expect(numbers() == nominal)
    }
  }
}
