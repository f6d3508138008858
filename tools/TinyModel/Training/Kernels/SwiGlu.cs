using System.Runtime.Intrinsics;

namespace LlamaOrch.Tools.TinyModel.Training.Kernels;

/// <summary>y = silu(gate) · up, where each row holds the gate and then the up half.</summary>
internal static unsafe class SwiGlu
{
    /// <summary>Forward.</summary>
    public static void Forward(float* gateUp, float* y, int rows, int inner)
    {
        for (int row = 0; row < rows; row++, gateUp += 2 * inner, y += inner)
        {
            for (int i = 0; i < inner; i += 16)
            {
                Vector512<float> gate = Vector512.Load(gateUp + i);
                (gate * Sigmoid(gate) * Vector512.Load(gateUp + inner + i)).Store(y + i);
            }
        }
    }

    /// <summary>Backward: writes the gradient of both halves.</summary>
    public static void Backward(float* gateUp, float* dy, float* dGateUp, int rows, int inner)
    {
        for (int row = 0; row < rows; row++, gateUp += 2 * inner, dy += inner, dGateUp += 2 * inner)
        {
            for (int i = 0; i < inner; i += 16)
            {
                Vector512<float> gate = Vector512.Load(gateUp + i);
                Vector512<float> sigmoid = Sigmoid(gate);
                Vector512<float> silu = gate * sigmoid;
                Vector512<float> step = Vector512.Load(dy + i);
                (step * silu).Store(dGateUp + inner + i);
                Vector512<float> slope = sigmoid + (silu * (Vector512<float>.One - sigmoid));
                (step * Vector512.Load(gateUp + inner + i) * slope).Store(dGateUp + i);
            }
        }
    }

    private static Vector512<float> Sigmoid(Vector512<float> x) =>
        Vector512<float>.One / (Vector512<float>.One + Exponential.Of(-x));
}
