// The physics engine MuJoCo, opened when it is first needed, behind a few functions of our own.
//
// MuJoCo's structures are laid out differently in every version, so only physics.c sees them: it is compiled with
// the headers that `make setup` fetches and refuses a library of another version. Without the headers, or without
// the trait MuJoCo, the same functions say what is missing, so that all else builds. Engine errors, which would
// end the process, come back as codes and messages.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// The version that the headers belong to, such as "4.0.0"; "" where this was built without them.
const char *physics_version(void);

/// The absolute path of the program or shared library that this code is in; "" where the system does not tell.
const char *physics_own_path(void);

/// Opens the library at `path`, once in a process's life; whether it is open. Else `message` says why.
/// Not safe from two threads at once.
int physics_open(const char *path, char *message, size_t size);

/// A link to be stretched about a point: see `physics_compile`.
typedef struct {
  const char *link;
  /// Whether the fixed point is `anchor`, in the link's frame; else it is the anchor of the link's last joint.
  int has_anchor;
  double anchor[3];
  double factor;
} physics_stretch;

/// The warnings that a step may leave behind, as bits.
enum {
  PHYSICS_SINGULAR = 1,
  PHYSICS_CONTACTS_FULL = 2,
  PHYSICS_CONSTRAINTS_FULL = 4,
  PHYSICS_BAD_STATE = 8,
  PHYSICS_BAD_CONTROL = 16,
  /// The engine reported an error and was reset; `physics_message` has its words.
  PHYSICS_ERROR = 32,
};

/// A model of its own and the memory to step it.
typedef struct physics_engine physics_engine;

/// Where an engine keeps its numbers: counts, then pointers that stay valid as long as the engine.
typedef struct {
  int nq, nv, nu, nbody, njnt, ngeom, nsite;
  double timestep;

  // The model. What is written here takes effect at the next step; after masses call physics_set_constants.
  double *body_mass, *body_inertia;
  double *geom_friction, *geom_size, *geom_pos, *geom_quat;
  double *gravity, *density, *viscosity;
  double *dof_damping, *jnt_stiffness, *qpos_spring, *actuator_gear;
  double *qpos0;
  const int *geom_type, *geom_bodyid, *jnt_qposadr, *jnt_dofadr, *jnt_type;
  const float *geom_rgba;
  const double *jnt_range, *actuator_ctrlrange;

  // The simulation. All but the first five are what the last evaluation inside a step left.
  double *qpos, *qvel, *warmstart, *ctrl, *applied_force;
  const double *body_position, *body_centre, *site_position, *geom_position, *geom_matrix;
  const double *inertia, *velocity, *actuator_force, *constraint_force;
  double *contact_wrench;
} physics_view;

/// Compiles a model text with links stretched by factors: points of a link's geoms and sites move away from the
/// fixed point, its capsules grow, its children's joints move along; radii and densities stay. NULL on error.
physics_engine *physics_compile(
    const char *xml, const physics_stretch *stretches, int count, char *message, size_t size);

void physics_delete(physics_engine *engine);

physics_view physics_look(const physics_engine *engine);

/// The kinds of things that have names.
enum { PHYSICS_BODY, PHYSICS_JOINT, PHYSICS_GEOM, PHYSICS_MOTOR, PHYSICS_SITE };

/// The number of the thing of that name; -1 where there is none.
int physics_find(const physics_engine *engine, int kind, const char *name);

/// The name of a thing; "" where it has none.
const char *physics_name(const physics_engine *engine, int kind, int index);

/// Computes what follows from masses and inertias; 0, or PHYSICS_ERROR.
int physics_set_constants(physics_engine *engine);

/// Starting values everywhere.
void physics_reset(physics_engine *engine);

/// Evaluates everything at the present state without moving; 0, or bits of warnings.
int physics_forward(physics_engine *engine);

/// Moves `count` times by the model's time step, then computes wrenches of contacts if asked; 0, or bits of
/// warnings. After PHYSICS_BAD_STATE the state is the engine's starting state and of no use.
int physics_step(physics_engine *engine, int count, int with_wrenches);

/// What the last PHYSICS_ERROR of this thread said.
const char *physics_message(void);

/// Writes positions and forces on the second geom of the contacts of the last evaluation, six doubles a contact
/// in world axes, at most `most` contacts; returns how many.
int physics_contacts(physics_engine *engine, double *numbers, int most);

/// Bytes of an image: all that parameters may change in a model.
size_t physics_image_size(const physics_engine *engine);

/// Writes the model's image.
void physics_save_image(const physics_engine *engine, void *image);

/// Takes over an image of an engine made from the same text.
void physics_load_image(physics_engine *engine, const void *image);
