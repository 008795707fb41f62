"""What the scripts about the locomotion worlds share; needs Scripts/mujoco-requirements.txt."""
